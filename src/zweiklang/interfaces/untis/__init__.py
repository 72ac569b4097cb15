"""Untis: the GPU text files a timetable program exports; without header, told apart by what stands in their columns."""
