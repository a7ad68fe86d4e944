// An LwM2M server in miniature on libcoap: it takes one registration over DTLS with a pre-shared key, its updates and its
// farewell, and sends requests back over the same session. Says what happens, one line each; takes orders, one line each:
//   get PATH ACCEPT      a read, or with ACCEPT 40 a discover
//   observe PATH         tells each notification
//
//   gcc -o miniature miniature.c -lcoap-3-openssl; ./miniature PORT KEY
#include <arpa/inet.h>
#include <coap3/coap.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static coap_session_t *client;

static void say(const char *what, const coap_pdu_t *pdu) {
  size_t length = 0, offset = 0, total = 0;
  const uint8_t *body = NULL;
  coap_get_data_large(pdu, &length, &body, &offset, &total);
  coap_opt_iterator_t it;
  coap_opt_t *format = coap_check_option(pdu, COAP_OPTION_CONTENT_FORMAT, &it);
  coap_pdu_code_t code = coap_pdu_get_code(pdu);
  printf("%s %d.%02d %d ", what, code >> 5, code & 31,
         format ? (int)coap_decode_var_bytes(coap_opt_value(format), coap_opt_length(format)) : -1);
  fwrite(body, 1, length, stdout);
  putchar('\n');
}

static void updated(coap_resource_t *resource, coap_session_t *session, const coap_pdu_t *request, const coap_string_t *query,
                    coap_pdu_t *response) {
  (void)resource, (void)session, (void)query;
  say("updated", request);
  coap_pdu_set_code(response, COAP_RESPONSE_CODE_CHANGED);
}

static void gone(coap_resource_t *resource, coap_session_t *session, const coap_pdu_t *request, const coap_string_t *query,
                 coap_pdu_t *response) {
  (void)resource, (void)session, (void)query;
  say("gone", request);
  coap_pdu_set_code(response, COAP_RESPONSE_CODE_DELETED);
}

static void registered(coap_resource_t *resource, coap_session_t *session, const coap_pdu_t *request, const coap_string_t *query,
                       coap_pdu_t *response) {
  (void)resource;
  if (client) coap_session_release(client);
  client = coap_session_reference(session);
  printf("query %.*s\n", query ? (int)query->length : 0, query ? (const char *)query->s : "");
  say("registered", request);
  coap_pdu_set_code(response, COAP_RESPONSE_CODE_CREATED);
  coap_add_option(response, COAP_OPTION_LOCATION_PATH, 2, (const uint8_t *)"rd");
  coap_add_option(response, COAP_OPTION_LOCATION_PATH, 1, (const uint8_t *)"1");
}

static coap_response_t answered(coap_session_t *session, const coap_pdu_t *sent, const coap_pdu_t *received, const coap_mid_t id) {
  (void)session, (void)sent, (void)id;
  coap_opt_iterator_t it;
  say(coap_check_option(received, COAP_OPTION_OBSERVE, &it) ? "notified" : "answer", received);
  return COAP_RESPONSE_OK;
}

static void order(char *line) {
  char *verb = strtok(line, " \n"), *path = strtok(NULL, " \n"), *accept = strtok(NULL, " \n");
  if (!client || !verb || !path) return;
  coap_pdu_t *pdu = coap_pdu_init(COAP_MESSAGE_CON, COAP_REQUEST_CODE_GET, coap_new_message_id(client), coap_session_max_pdu_size(client));
  uint8_t token[8], bytes[4];
  size_t length;
  coap_session_new_token(client, &length, token);
  coap_add_token(pdu, length, token);
  if (!strcmp(verb, "observe")) coap_add_option(pdu, COAP_OPTION_OBSERVE, 0, NULL);
  for (char *part = strtok(path, "/"); part; part = strtok(NULL, "/"))
    coap_add_option(pdu, COAP_OPTION_URI_PATH, strlen(part), (const uint8_t *)part);
  if (accept) coap_add_option(pdu, COAP_OPTION_ACCEPT, coap_encode_var_safe(bytes, sizeof bytes, (unsigned)atoi(accept)), bytes);
  coap_send(client, pdu);
}

int main(int count, char **arguments) {
  if (count != 3) return 64;
  setvbuf(stdout, NULL, _IOLBF, 0);
  coap_startup();
  coap_context_t *context = coap_new_context(NULL);
  coap_context_set_block_mode(context, COAP_BLOCK_USE_LIBCOAP | COAP_BLOCK_SINGLE_BODY);
  coap_dtls_spsk_t psk = {.version = COAP_DTLS_SPSK_SETUP_VERSION};
  psk.psk_info.key.s = (const uint8_t *)arguments[2];
  psk.psk_info.key.length = strlen(arguments[2]);
  coap_context_set_psk2(context, &psk);
  coap_address_t address;
  coap_address_init(&address);
  address.addr.sin.sin_family = AF_INET;
  address.addr.sin.sin_port = htons((uint16_t)atoi(arguments[1]));
  address.addr.sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.size = sizeof address.addr.sin;
  if (!coap_new_endpoint(context, &address, COAP_PROTO_DTLS)) return 69;
  coap_resource_t *directory = coap_resource_init(coap_make_str_const("rd"), 0);
  coap_register_request_handler(directory, COAP_REQUEST_POST, registered);
  coap_add_resource(context, directory);
  coap_resource_t *registration = coap_resource_init(coap_make_str_const("rd/1"), 0);
  coap_register_request_handler(registration, COAP_REQUEST_POST, updated);
  coap_register_request_handler(registration, COAP_REQUEST_DELETE, gone);
  coap_add_resource(context, registration);
  coap_register_response_handler(context, answered);
  puts("listening");
  // Orders are read byte by byte: what stdio has read ahead would not be seen by poll.
  char line[256];
  size_t at = 0;
  struct pollfd orders = {.fd = STDIN_FILENO, .events = POLLIN};
  while (coap_io_process(context, 50) >= 0) {
    while (poll(&orders, 1, 0) > 0) {
      if (read(STDIN_FILENO, line + at, 1) != 1) return 0;
      if (line[at] == '\n' || at == sizeof line - 2) {
        line[at + 1] = 0;
        order(line);
        at = 0;
      } else {
        at++;
      }
    }
  }
  return 70;
}
