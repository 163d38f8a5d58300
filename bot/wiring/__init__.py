"""Building what runs out of the settings: the store, the web service, the watch over schedules."""
