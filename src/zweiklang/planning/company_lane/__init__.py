"""The company lane: an apprentice's training plan (betrieblicher Ausbildungsplan), and what the firm keeps for all of its plans."""
