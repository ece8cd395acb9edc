#!/bin/sh
# Makes the certificates that tests of TLS use, for a hundred years. The keys guard nothing.
set -eu
cd "$(dirname "$0")"

key() { openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1"; }

authority() {
    key "$1.key"
    openssl req -x509 -new -key "$1.key" -out "$1.pem" -days 36500 -subj "/CN=$2" \
        -addext basicConstraints=critical,CA:true -addext keyUsage=critical,keyCertSign
}

# certificate NAME EXTENSION: signed by the authority of the tests
certificate() {
    key "$1.key"
    openssl req -new -key "$1.key" -subj "/CN=$1" |
        openssl x509 -req -CA authority.pem -CAkey authority.key -days 36500 -out "$1.pem" \
            -extfile /dev/fd/3 3<<END
basicConstraints=CA:false
$2
END
}

authority authority "avrolane tests"
authority stranger "avrolane tests, not trusted"
certificate server subjectAltName=IP:127.0.0.1,DNS:localhost
certificate client extendedKeyUsage=clientAuth
# Nothing more is to be signed.
rm authority.key stranger.key
