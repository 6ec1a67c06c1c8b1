"""``python -m avenant_builder`` is ``avenant``."""

from avenant_builder.cli.main import main

main()
