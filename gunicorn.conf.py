"""How gunicorn serves the site in production. Nothing about a person is logged."""

bind = "0.0.0.0:8000"
workers = 3
threads = 4
worker_tmp_dir = "/dev/shm"  # noqa: S108 -- a heartbeat file on a disk can block a worker
control_socket_disable = True
max_requests = 2000
max_requests_jitter = 200
accesslog = "-"
logger_class = "lerarenstage.access_log.AccessLogger"
# Method, path without its query, status and time: no address, no name, no search text.
access_log_format = '{"method": "%(m)s", "path": "%(U)s", "status": %(s)s, "us": %(D)s}'
forwarded_allow_ips = "*"
