# Finds the JDK that Crossweave is built and run with. Read (with `.`) by mvnw and crossweave, so that both
# always agree; of the caller it changes JAVA_HOME, and leaves the machine's default java alone.

CROSSWEAVE_JDK=25

# The version stands in a text file of every JDK: reading it costs no JVM start, and an old one cannot fail on it.
is_wanted_jdk() {
  [ -x "$1/bin/javac" ] && [ -f "$1/release" ] || return 1
  grep -q "^JAVA_VERSION=\"$CROSSWEAVE_JDK[.\"+-]" "$1/release"
}

# Follows links by hand: macOS before 12.3 has no readlink -f.
home_of_default_javac() {
  found=$(command -v javac) || return 1
  while [ -L "$found" ]; do
    target=$(readlink "$found")
    case "$target" in
    /*) found=$target ;;
    *) found=$(dirname "$found")/$target ;;
    esac
  done
  (cd "$(dirname "$found")/.." && pwd -P)
}

# Prints the home of a JDK as wanted, JAVA_HOME and the default java first.
search_jdk() {
  if [ -n "${JAVA_HOME-}" ] && is_wanted_jdk "$JAVA_HOME"; then
    echo "$JAVA_HOME"
    return 0
  fi
  if candidate=$(home_of_default_javac) && is_wanted_jdk "$candidate"; then
    echo "$candidate"
    return 0
  fi
  # find and not a glob: mvnw runs with globbing off.
  for folder in /usr/lib/jvm /usr/java /usr/local/java /opt "${HOME-}/.sdkman/candidates/java" "${HOME-}/.jdks" \
    /Library/Java/JavaVirtualMachines "${HOME-}/Library/Java/JavaVirtualMachines" /opt/homebrew/opt /usr/local/opt; do
    [ -d "$folder" ] || continue
    for candidate in $(find -L "$folder" -mindepth 1 -maxdepth 1 -type d 2>/dev/null | sort); do
      for home in "$candidate" "$candidate/Contents/Home" "$candidate/libexec/openjdk.jdk/Contents/Home"; do
        if is_wanted_jdk "$home"; then
          echo "$home"
          return 0
        fi
      done
    done
  done
  return 1
}

# Sets JAVA_HOME, or says what to install and answers 1. The search runs in a subshell, so that its variables stay there.
find_jdk() {
  if jdk=$(search_jdk); then
    JAVA_HOME=$jdk
    export JAVA_HOME
    return 0
  fi
  echo "Crossweave needs JDK $CROSSWEAVE_JDK and none was found (JAVA_HOME is '${JAVA_HOME-}')." \
    "Install one, e.g. Debian/Ubuntu: apt-get install temurin-$CROSSWEAVE_JDK-jdk (from packages.adoptium.net)," \
    "macOS: brew install --cask temurin@$CROSSWEAVE_JDK, SDKMAN: sdk install java $CROSSWEAVE_JDK-tem;" \
    "or point JAVA_HOME at one." >&2
  return 1
}
