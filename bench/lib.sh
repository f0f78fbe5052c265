# Sourced by the scripts beside it, after they have set home: builds what they need, and runs their classes.
jar=$home/target/chat.jar
tests=$home/target/test-classes
libraries=$home/target/bench-lib
built=$home/target/.bench-built # ./chat builds the jar without the tests.

build() {
  if [ ! -f "$jar" ] || [ ! -d "$libraries" ] || [ ! -f "$tests/chat/moebi/bench/Run.class" ] ||
    [ ! -f "$built" ] || [ -n "$(find "$home/pom.xml" "$home/src" -newer "$built" | head -n 1)" ]; then
    echo "building; this takes a minute" >&2
    (cd "$home" && mvn -q -B -DskipTests package </dev/null) >&2
    touch "$jar" "$built"
  fi
}

# run_class CLASS [ARGUMENT ...]: runs a class of the benchmarks in a small JVM.
run_class() {
  java=java
  if [ -n "${JAVA_HOME:-}" ]; then java=$JAVA_HOME/bin/java; fi
  exec "$java" -Xmx256m -XX:+UseSerialGC -Dchat.test.jar="$jar" -Dchat.bench.home="$home" \
    -cp "$tests:$jar:$libraries/*" "$@"
}
