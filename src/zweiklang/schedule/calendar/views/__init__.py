"""Pages of the calendar: of many, and of one."""
