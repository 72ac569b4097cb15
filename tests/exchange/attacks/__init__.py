"""What somebody would try who wants to read, write or disturb where it is not theirs."""
