/// What a management server sees of the gateway: LwM2M objects as tables of resources, the models
/// they follow, and the facts they are read from. Only
/// [vn.binhduong.gateway.management.objects.GatewayObjects] and what it asks for is public.
@NullMarked
package vn.binhduong.gateway.management.objects;

import org.jspecify.annotations.NullMarked;
