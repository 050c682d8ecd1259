// Preloaded into a program. Resolves host names that end with `.invalid` to this machine.
const dns = require('node:dns');

const { lookup } = dns;
dns.lookup = (host, ...rest) => lookup(host.endsWith('.invalid') ? '127.0.0.1' : host, ...rest);
