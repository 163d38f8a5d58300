"""People talk to the bot: the conversation knows no platform, and each platform has an adapter."""
