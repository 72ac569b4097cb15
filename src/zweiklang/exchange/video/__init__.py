"""Video conferences on the Land's BigBlueButton: rooms that only our addresses open, never recorded; without a server, a place or a phone."""
