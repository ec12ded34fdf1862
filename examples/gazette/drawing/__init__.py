"""How the Gazette's pictures are drawn: cut from coloured paper, laid on each other, lit from above."""
