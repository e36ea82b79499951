"""Prometheus metrics of the web process; labelled by route template, never by path, so that they stay few."""

from prometheus_client import Counter, Histogram

REQUESTS = Counter("http_requests_total", "Requests answered.", ["method", "route", "status"])
# Apart, so that what dashboards know stays as it is: those of machine accounts among the requests above.
MACHINE_REQUESTS = Counter(
    "http_machine_requests_total", "Requests with the key of a machine account answered.", ["method", "route", "status"]
)
LATENCY = Histogram(
    "http_request_seconds",
    "Time to answer, in seconds.",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


def observe_request(method: str, route: str, status: int, seconds: float, *, by_machine: bool = False) -> None:
    REQUESTS.labels(method, route, str(status)).inc()
    if by_machine:
        MACHINE_REQUESTS.labels(method, route, str(status)).inc()
    LATENCY.labels(route).observe(seconds)
