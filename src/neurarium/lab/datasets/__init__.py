"""The data sets that the lab can show and train on: MNIST, and those that the learner has brought."""
