"""What leaves Talkbell: calendar feeds and whatever else is made from a schedule."""
