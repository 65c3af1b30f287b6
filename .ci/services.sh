# Functions that install what tests need from Debian's packages, where it is missing, and start MariaDB and Redis with data and ports of their
# own. Where that is not possible they say why. To be sourced; what is started ends with the shell that sourced it.

services_pids=()

stop_services() {
  local pid
  for pid in "${services_pids[@]}"; do kill "$pid" 2> /dev/null || true; done
  for pid in "${services_pids[@]}"; do wait "$pid" 2> /dev/null || true; done
  [ -z "$services_folder" ] || rm -rf "$services_folder"
}

free_port() {
  node -e 'const server = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(server.address().port); server.close(); })'
}

# Waits for a command to succeed, as long as a process lives: until PID COMMAND…
until_answer() {
  local pid="$1" tries=0
  shift
  until "$@" > /dev/null 2>&1; do
    tries=$((tries + 1))
    if [ "$tries" -gt 240 ] || ! kill -0 "$pid" 2> /dev/null; then return 1; fi
    sleep 0.25
  done
}

# Installs the package that brings a command, where the command is missing: package COMMAND PACKAGE
package() {
  if command -v "$1" > /dev/null || [ -x "/usr/sbin/$1" ]; then return 0; fi
  if ! command -v apt-get > /dev/null; then echo "$2 is missing, and there is no apt-get."; return 1; fi
  local as_root=() log="$services_folder/apt.log"
  if [ "$(id -u)" != 0 ]; then
    if ! sudo -n true 2> /dev/null; then echo "$2 is missing, and cannot be installed without root or sudo."; return 1; fi
    as_root=(sudo -n)
  fi
  if [ ! -e "$log" ]; then "${as_root[@]}" apt-get update -qq > "$log" 2>&1 || true; fi
  if "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2" >> "$log" 2>&1; then return 0; fi
  tail -n 5 "$log"
  return 1
}

start_mariadb() {
  local data="$services_folder/mariadb" port user=()
  mkdir "$data"
  if [ "$(id -u)" = 0 ]; then chown mysql "$data"; user=(--user=mysql); fi
  mariadb-install-db --no-defaults "${user[@]}" --datadir="$data" --auth-root-authentication-method=normal --skip-test-db > "$services_folder/mariadb-install.log" 2>&1 || return 1
  port="$(free_port)"
  mariadbd --no-defaults "${user[@]}" --datadir="$data" --bind-address=127.0.0.1 --port="$port" --socket="$data/socket" --pid-file="$data/pid" \
    --character-set-server=utf8mb4 --innodb-buffer-pool-size=128M --innodb-flush-log-at-trx-commit=0 --skip-log-bin --skip-name-resolve > "$services_folder/mariadb.log" 2>&1 &
  services_pids+=("$!")
  until_answer "$!" mariadb --no-defaults -u root -S "$data/socket" -e 'select 1' || return 1
  mariadb --no-defaults -u root -S "$data/socket" -e "create database test; $(printf "set password for root@'%s' = password('root');" 127.0.0.1 localhost)" || return 1
  export MYSQL_URL="mysql://root:root@127.0.0.1:$port/test"
  echo "MariaDB answers on port $port."
}

start_redis() {
  local port
  port="$(free_port)"
  redis-server --bind 127.0.0.1 --port "$port" --save '' --appendonly no --dir "$services_folder" > "$services_folder/redis.log" 2>&1 &
  services_pids+=("$!")
  until_answer "$!" redis-cli -p "$port" ping || return 1
  export REDIS_URL="redis://127.0.0.1:$port"
  echo "Redis answers on port $port."
}

start_services() {
  if [ -z "${MYSQL_URL:-}" ]; then
    package mariadbd mariadb-server || return 1
    start_mariadb || { tail -n 5 "$services_folder"/mariadb*.log; return 1; }
  fi
  if [ -z "${REDIS_URL:-}" ]; then
    package redis-server redis-server || return 1
    start_redis || { tail -n 5 "$services_folder/redis.log"; return 1; }
  fi
}

services_folder="$(mktemp -d)"
# The server of MariaDB runs as a user of its own.
chmod 755 "$services_folder"
trap stop_services EXIT
