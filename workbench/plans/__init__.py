"""Plans: steps, sweeps over many runs, and what they tell."""
