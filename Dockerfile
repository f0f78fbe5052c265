# A node in a container. docker-compose.yml runs three of it; docs/using.md says how.
#
# The tags are exact. TLS is the JDK's: raise the JRE's with each security update of the JDK. A tag can be
# moved, a digest cannot: docs/security.md says how to pin one.
ARG MAVEN=maven:3.9.16-eclipse-temurin-17-noble
ARG JRE=eclipse-temurin:17.0.20.1_1-jre-noble

FROM ${MAVEN} AS build
WORKDIR /build
COPY pom.xml LICENSE NOTICE ./
COPY .mvn .mvn
COPY src/main src/main
RUN --mount=type=cache,target=/root/.m2 mvn -q -B -Dmaven.test.skip=true package

FROM ${JRE}
LABEL org.opencontainers.image.title="chat" \
      org.opencontainers.image.description="A distributed, actor-model chat in Java on Akka Cluster"

# Whoever runs it can write here: `user:` of docker-compose.yml is the host's, and has no home.
RUN mkdir -m 1777 /state

# For docker compose exec: chat send kate hi. What ends at once is not worth compiling well.
RUN printf '#!/bin/sh\nexec java @%s -XX:SharedArchiveFile=%s -XX:TieredStopAtLevel=1 -jar %s "$@"\n' \
      /opt/chat/jvm.options /opt/chat/chat.jsa /opt/chat/chat.jar > /usr/local/bin/chat \
    && chmod 755 /usr/local/bin/chat

COPY --chmod=644 src/main/jvm.options /opt/chat/jvm.options
COPY --from=build --chmod=644 /build/target/chat.jar /opt/chat/chat.jar

# It fits this JVM alone. Without it all works, and takes longer.
RUN --mount=type=bind,source=src/main/sh,target=/sh \
    sh /sh/make-archive java /opt/chat/chat.jar /opt/chat/chat.jsa \
    || echo "no archive of classes can be made; all works, and starts take longer" >&2

# XDG_RUNTIME_DIR is unset on purpose: the registry is in /tmp/chat-UID then, which fits any user,
# and its path leaves room for a socket's name.
ENV LC_ALL=C.UTF-8 \
    XDG_STATE_HOME=/state \
    XDG_CONFIG_HOME=/state

USER 1000:1000

# No shell before it, so that signals reach the node.
ENTRYPOINT ["java", "@/opt/chat/jvm.options", "-XX:SharedArchiveFile=/opt/chat/chat.jsa", \
    "-jar", "/opt/chat/chat.jar"]
