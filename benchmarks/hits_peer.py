"""OpenMined PSI's side of the hits benchmark; it has no proof."""

import time
from collections.abc import Sequence

import private_set_intersection.python as openmined

from benchmarks.hits_work import FALSE_HITS, Run, finish_run, run_side


def run_peer(held: Sequence[str], asked: Sequence[str]) -> Run:
    """Run the same with OpenMined PSI, its messages serialised between the parties."""
    began = time.process_time()
    server = openmined.server.CreateWithNewKey(True)
    fpr = FALSE_HITS * len(asked)
    message = server.CreateSetupMessage(fpr, len(asked), list(held), openmined.DataStructure.GCS)
    published = message.SerializeToString()
    setup = time.process_time() - began
    began = time.process_time()
    client = openmined.client.CreateWithNewKey(True)
    response = server.ProcessRequest(client.CreateRequest(list(asked)))
    received = openmined.ServerSetup.FromString(published)
    found = sorted(client.GetIntersection(received, response))
    return finish_run(setup, time.process_time() - began, len(published), found)


if __name__ == "__main__":
    run_side(run_peer)
