"""What privacy notes say is carried out."""
