"""What a process tells of itself to those who operate it: logs, counts and times, traces. Never about whom something was."""
