# syntax=docker/dockerfile:1
FROM python:3.11-slim AS build
WORKDIR /app
COPY requirements/ requirements/
RUN requirements/install.sh requirements/base.lock
COPY . .
# Catalogues and static files are made here; the values below serve this step alone.
RUN find gongfu enterprises diagnosis reports -name '*.po' | while read -r po; do \
        .venv/bin/pybabel --quiet compile --input-file "$po" --output-file "${po%.po}.mo" || exit 1; \
    done \
    && SECRET_KEY=$(head -c 48 /dev/urandom | base64 -w 0) PUBLIC_URL=https://localhost \
       DATABASE_URL=sqlite:////tmp/unused.sqlite3 GONGFU_DATA=/tmp/data \
       DJANGO_SETTINGS_MODULE=gongfu.settings.prod \
       .venv/bin/python manage.py collectstatic --no-input --verbosity 0

FROM python:3.11-slim
RUN useradd --system --uid 10001 --create-home gongfu && install -d -o gongfu /data
WORKDIR /app
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=gongfu.settings.prod \
    GONGFU_DATA=/data \
    BIND=0.0.0.0
USER gongfu
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "gongfu.wsgi:application", "--config", "python:gongfu.gunicorn"]
