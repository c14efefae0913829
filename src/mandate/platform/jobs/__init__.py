"""Long work that goes on by itself, in steps: with progress, cancelled and resumed between them."""
