"""What strangers, former colleagues and bad luck try at the pages of planning."""
