# Node with the npm packages of one image: what is big and seldom changes, so that a change of sources is built in a second.
ARG NODE=node:24.21.0-bookworm-slim
FROM ${NODE}
WORKDIR /app
COPY node_modules ./node_modules
