"""What differs between a desktop and a phone, behind small functions. The Android parts come with issue 5."""
