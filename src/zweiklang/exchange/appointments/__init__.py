"""Appointments: polls that find a time, meetings and workshops that have one; whoever is invited sees them, nobody else."""
