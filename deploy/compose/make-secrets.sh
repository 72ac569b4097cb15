#!/bin/sh
# The secrets of an installation lie in a folder, each in a file of its own; those that are there stay as they are.
#
#   sh make-secrets.sh                                            for compose.yaml, beside this file
#   sh make-secrets.sh localhost localhost /etc/zweiklang/secrets  for a single server: database, pooler (or the database again), folder
#
# A secret of compose is a file of this machine, mounted as it is: the folder is closed, the files can be read by the users in containers.
set -eu
database=${1:-db}
pooler=${2:-pgbouncer:6432}
folder=${3:-$(dirname "$0")/secrets}
mkdir -p "$folder"
chmod 700 "$folder"
cd "$folder"
random() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }
keep() {
    if [ ! -e "$1" ]; then
        umask 022
        printf '%s' "$2" >"$1.new"
        mv "$1.new" "$1"
    fi
}
keep secret_key "$(random)"
keep db_superuser_password "$(random)"
keep owner_password "$(random)"
keep app_password "$(random)"
superuser=$(cat db_superuser_password)
owner=$(cat owner_password)
app=$(cat app_password)
keep superuser_database_url "postgresql://postgres:$superuser@$database/postgres"
keep owner_database_url "postgresql://zweiklang_owner:$owner@$database/zweiklang"
keep database_url "postgresql://zweiklang_app:$app@$database/zweiklang"
keep pooled_database_url "postgresql://zweiklang_app:$app@$pooler/zweiklang"
keep pgbouncer_userlist "\"zweiklang_app\" \"$app\"
"
if [ ! -e mail_url ]; then
    keep mail_url "smtp://mail.example:587?tls=start"
    echo "Write the address of your mail server, with its password, into $(pwd)/mail_url"
fi
