# No tunnel: the cable between the hosts.
has_tunnel=false
