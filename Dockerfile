# The site, the worker and the beat run from one image; docker-compose.yml says which is which.

FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
COPY requirements/base.txt /tmp/base.txt
RUN /opt/venv/bin/pip install --quiet --no-deps --require-hashes -r /tmp/base.txt
WORKDIR /app
COPY . .
# These two only read settings: the key and the address below serve for the build alone.
RUN /opt/venv/bin/python -m lerarenstage.translations compile \
 && SECRET_KEY=build-only DATABASE_URL=postgresql://nobody@localhost/none \
    /opt/venv/bin/python manage.py collectstatic --noinput --verbosity 0

FROM python:3.13-slim
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin lerarenstage
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
WORKDIR /app
USER lerarenstage
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/gezond/live', timeout=4)"]
CMD ["gunicorn", "--config", "gunicorn.conf.py", "lerarenstage.wsgi"]
