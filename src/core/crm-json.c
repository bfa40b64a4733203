/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What json-glib writes, with its numbers put right. A number never grows, so it is done in place. */

#include "config.h"

#include "crm-json.h"

#include <string.h>

/* Of “-”, digits, point, exponent, “nan” and “inf”; 0 where no number begins. */
static gsize
measure_number (const char *text)
{
  if (!g_ascii_isdigit (*text) && *text != '-' && !g_str_has_prefix (text, "nan") &&
      !g_str_has_prefix (text, "inf"))
    return 0;
  return strspn (text, "+-.0123456789einfa");
}

static char *
write_number (char *to, const char *from, gsize length)
{
  if (memchr (from, 'n', length) != NULL)
    {
      from = "null";
      length = 4;
    }
  else if (memchr (from, 'e', length) != NULL && memcmp (from + length - 2, ".0", 2) == 0)
    length -= 2;
  memmove (to, from, length);
  return to + length;
}

char *
crm_json_to_text (JsonNode *node, gboolean pretty)
{
  char *text = json_to_string (node, pretty), *to = text;
  gboolean quoted = FALSE;

  for (const char *from = text; *from != '\0';)
    {
      gsize number = quoted ? 0 : measure_number (from);

      if (number > 0)
        {
          to = write_number (to, from, number);
          from += number;
          continue;
        }
      if (quoted && *from == '\\')
        *to++ = *from++;
      else if (*from == '"')
        quoted = !quoted;
      *to++ = *from++;
    }
  *to = '\0';
  return text;
}
