from core.net.address import base_of
from core.net.calls import reading
from core.net.client import Client
from core.net.means import system_means
from core.net.site import Site
from core.net.values import picked
from core.system.clock import SystemClock
from tests.builders.certificates import for_host, served, trusted
from tests.builders.loopback import Loopback, json_reply, well_behaved


def test_a_client_reads_json_over_tls() -> None:
    tls = served(for_host("127.0.0.1"))
    with Loopback(well_behaved(lambda request: json_reply({"asked": request.target})), tls=tls) as server:
        site = Site(title="the hub", base=base_of(f"{server.url}/api", setting="hub"), trust=trusted())
        client = Client(site, system_means(SystemClock()))
        call = reading("read the unit", "/unit", ("q", "a b"))
        assert picked(client, call, client.send(call))["asked"].text() == "/api/unit?q=a+b"
        client.close()
