// Loaded before a program: names that end in `.invalid` resolve to this machine, as if a DNS server knew them.
const dns = require('node:dns');

const { lookup } = dns;
dns.lookup = (host, ...rest) => lookup(host.endsWith('.invalid') ? '127.0.0.1' : host, ...rest);
