"""The words a picture file carries about itself: who made it, for whom, what it shows, whose it is."""
