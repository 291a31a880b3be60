# syntax=docker/dockerfile:1.7
# One image for every part of the production stack; compose decides which part a container plays.
FROM python:3.12-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
RUN python -m venv /opt/venv
COPY requirements.lock ./
RUN /opt/venv/bin/pip install --quiet --require-hashes --no-deps -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY worker ./worker
RUN /opt/venv/bin/pip install --quiet --no-deps --no-build-isolation --editable . \
 && /opt/venv/bin/python -m compileall -q worker

FROM python:3.12-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /data --create-home communique \
 && install --directory --owner=communique --group=communique /data/stack
# Passwords arrive as files: an environment variable would show in `docker inspect` and in every child process.
COPY --chmod=755 <<'EOF' /usr/local/bin/with-secrets
#!/bin/sh
set -eu
if [ -r /run/secrets/db_password ]; then
    COMMUNIQUE_DATABASE_URL="postgresql+psycopg://communique:$(cat /run/secrets/db_password)@postgres:5432/communique"
    export COMMUNIQUE_DATABASE_URL
fi
if [ -r /run/secrets/flower_auth ]; then
    COMMUNIQUE_FLOWER_AUTH="$(cat /run/secrets/flower_auth)"
    export COMMUNIQUE_FLOWER_AUTH
fi
exec "$@"
EOF
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 COMMUNIQUE_HOME=/data
WORKDIR /app
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
COPY config ./config
COPY seeds ./seeds
USER communique
VOLUME /data
ENTRYPOINT ["with-secrets"]
CMD ["communique", "--help"]
