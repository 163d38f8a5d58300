"""Ways to send messages to people: each platform is a channel, and none knows of another."""
