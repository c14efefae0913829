"""Finding anything by its words: each part says what it finds, and the frame asks all of them."""
