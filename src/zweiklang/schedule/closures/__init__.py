"""A school, the schools of a district or all of Hesse are closed on a day though the plan says otherwise: one act, taken back by one act."""
