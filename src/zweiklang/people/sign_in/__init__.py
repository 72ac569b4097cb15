"""What Zweiklang adds to allauth's sign-in: confirming that it is still you, the printed code list, and encrypted secrets."""
