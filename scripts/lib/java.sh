# shellcheck shell=bash
# Sourced by the scripts beside it: finds JDK 25, builds what is missing, makes class paths.

TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
JAVA_WANTED=25

say() { printf '%s\n' "$*" >&2; }

java_version_of() { # HOME: the feature version of the JDK there, or nothing
  [ -x "$1/bin/javac" ] && sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

# Sets JAVA_HOME to a JDK 25: the one named, else the one on the PATH, else one where Debian, SDKMAN or Temurin keep theirs.
find_jdk() {
  local home on_path
  on_path=$(command -v javac || true)
  [ -z "$on_path" ] || on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  for home in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /opt/java/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
    if [ -n "$home" ] && [ "$(java_version_of "$home")" = "$JAVA_WANTED" ]; then
      export JAVA_HOME=$home
      return 0
    fi
  done
  say "No JDK $JAVA_WANTED was found: not in JAVA_HOME (${JAVA_HOME:-unset}), on the PATH (${on_path:-no javac}) or under /usr/lib/jvm."
  say "Install one: 'apt-get install openjdk-25-jdk-headless' (Debian 13), the package temurin-25-jdk, or set JAVA_HOME."
  return 69
}

need() { # COMMAND PACKAGE
  command -v "$1" >/dev/null && return 0
  say "The command '$1' was not found. Install it: 'apt-get install $2'."
  return 69
}

# Maven on JDK 25, without the warnings that Maven's own libraries cause there.
maven() {
  need mvn maven && MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED ${MAVEN_OPTS:-}" mvn -B --no-transfer-progress "$@"
}

# Runs a command of which only one may be at work in this tree; others wait for it.
alone() { # COMMAND ARGUMENT...
  mkdir -p "$TOP/target"
  (
    flock 9
    "$@" 9>&-
  ) 9>"$TOP/target/build.lock"
}

# Builds the programs where they are missing or older than a source file; no checks, no tests.
build_programs() { alone build_missing; }

build_missing() {
  local stamp=$TOP/target/programs.stamp
  if [ -e "$stamp" ] && [ -z "$(find "$TOP/pom.xml" "$TOP"/{drivers,gateway-runtime,provisioning}/*/pom.xml "$TOP"/{drivers,gateway-runtime,provisioning}/*/src -newer "$stamp" -print -quit)" ]; then
    return 0
  fi
  say "Building the programs (the first time takes a few minutes, for the libraries) ..."
  touch "$stamp.begun" # a source that changes during the build is newer than this
  maven -q -f "$TOP/pom.xml" -Dquick -Dmaven.test.skip=true package || { say "The build failed; the reason stands above."; return 70; }
  mv "$stamp.begun" "$stamp"
}

class_path() { # MODULE-DIRECTORY: its jar and everything it needs
  local jar
  jar=$(find "$TOP/$1/target" -maxdepth 1 -name '*.jar' ! -name '*-tests.jar' ! -name '*-sources.jar' -print -quit)
  [ -n "$jar" ] || { say "$1 has not been built."; return 70; }
  # Written out and sorted: the JVM takes a cache of prepared classes only for the very same class path.
  printf '%s' "$jar"
  find "$TOP/$1/target/lib" -name '*.jar' | LC_ALL=C sort | while read -r jar; do printf ':%s' "$jar"; done
}

# For every JVM of ours: native libraries (SQLite, serial ports) are wanted, and old libraries may use Unsafe.
JAVA_FLAGS=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:+UseCompactObjectHeaders)

# For the gateway itself, with the memory a small board has: little heap, given back early; C1 alone; small stacks.
GATEWAY_FLAGS=("${JAVA_FLAGS[@]}" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=16m -Xss256k
  -Xms12m -Xmn8m -Xmx64m -XX:MinHeapFreeRatio=15 -XX:MaxHeapFreeRatio=30 -XX:-ShrinkHeapInSteps)
export JAVA_FLAGS GATEWAY_FLAGS

# Prints the file of prepared classes (JEP 483) for the gateway, made from one short run of the demo where it is missing or
# older than the program; it halves the time to start. Prints nothing where it cannot be made: the program runs without.
gateway_cache() { alone prepare_classes; }

prepare_classes() {
  local jar cache work recorded
  jar=$(find "$TOP/gateway-runtime/runtime/target" -maxdepth 1 -name '*.jar' -print -quit)
  cache=$TOP/gateway-runtime/runtime/target/gateway.aot
  if [ ! -e "$cache" ] || [ "$jar" -nt "$cache" ]; then
    say "Preparing the gateway's classes (once, half a minute) ..."
    work=$(mktemp -d)
    # The demo starts the gateway more than once; the run that saw most classes counts.
    # shellcheck disable=SC2016  # $$ and $@ are the inner shell's
    "$JAVA_HOME/bin/java" "${JAVA_FLAGS[@]}" -Xmx512m -cp "$(class_path gateway-runtime/ioc-kit)" \
      vn.binhduong.gateway.ioc.standin.StandIn --for 6s --seed 1 -- \
      /bin/sh -c 'record=$1; shift; java=$1; shift; exec "$java" -XX:AOTMode=record -XX:AOTConfiguration="$record/$$.recorded" "$@"' sh "$work" \
      "$JAVA_HOME/bin/java" "${GATEWAY_FLAGS[@]}" -cp "$(class_path gateway-runtime/runtime)" \
      vn.binhduong.gateway.Main run --config '{config}' --data-directory '{data}' >/dev/null 2>&1 || true
    recorded=$(find "$work" -name '*.recorded' -printf '%s %p\n' | sort -rn | sed -n '1s/^[0-9]* //p')
    if [ -n "$recorded" ]; then
      "$JAVA_HOME/bin/java" "${GATEWAY_FLAGS[@]}" -XX:AOTMode=create "-XX:AOTConfiguration=$recorded" "-XX:AOTCache=$cache.new" \
        -cp "$(class_path gateway-runtime/runtime)" >/dev/null 2>&1 && mv "$cache.new" "$cache"
    fi
    rm -rf "$work"
  fi
  [ ! -e "$cache" ] || printf '%s' "$cache"
}

# Sets GATEWAY to program and arguments of the gateway as a device would run it, up to its own arguments.
gateway_command() { # plain | prepared: with prepared classes
  local cache=
  [ "$1" = plain ] || cache=$(gateway_cache)
  GATEWAY=("$JAVA_HOME/bin/java" "${GATEWAY_FLAGS[@]}" ${cache:+"-XX:AOTCache=$cache"} -cp "$(class_path gateway-runtime/runtime)" vn.binhduong.gateway.Main)
  export GATEWAY
}
