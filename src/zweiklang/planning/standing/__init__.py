"""Where an apprenticeship stands: the plan's side of the comparison of law, plan and record, which the record's page shows."""
