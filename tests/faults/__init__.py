"""Faults of every kind while people work: nothing acknowledged is lost, nothing is half done, people read why, and it goes on by itself."""
