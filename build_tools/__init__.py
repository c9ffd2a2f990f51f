"""What a build of the package needs beside hatchling: Node.js, MNIST, and the built web lab."""
