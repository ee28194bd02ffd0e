"""Run the command line: `python -m simulator` is `bowtie`."""

from simulator.commands import main

main()
