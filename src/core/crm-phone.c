/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Telephone numbers to E.164. libphonenumber is C++ with a C++ interface only, and a search key
 * needs no validation of national plans: marks are removed, the country and trunk prefix settled. */

#include "crm-phone.h"

#include "crm-format.h"

#include <string.h>

typedef struct
{
  const char *territory;
  const char *calling_code;
  const char *trunk; /* dropped from national numbers; NULL where it belongs to the number */
  const char *international; /* what is dialled for "+" */
} Country;

/* ITU-T E.164 assignments and national trunk prefixes of the larger countries. */
static const Country countries[] = {
  { "CN", "86", "0", "00" },   { "US", "1", "1", "011" },   { "CA", "1", "1", "011" },
  { "GB", "44", "0", "00" },   { "DE", "49", "0", "00" },   { "FR", "33", "0", "00" },
  { "IT", "39", NULL, "00" },  { "ES", "34", NULL, "00" },  { "NL", "31", "0", "00" },
  { "AT", "43", "0", "00" },   { "CH", "41", "0", "00" },   { "JP", "81", "0", "010" },
  { "KR", "82", "0", "00" },   { "TW", "886", "0", "002" }, { "HK", "852", NULL, "001" },
  { "MO", "853", NULL, "00" }, { "SG", "65", NULL, "000" }, { "AU", "61", "0", "0011" },
  { "IN", "91", "0", "00" },   { "RU", "7", "8", "810" },   { "BR", "55", "0", "00" },
  { "SE", "46", "0", "00" },   { "PL", "48", NULL, "00" },
};

static const Country *
find_by_calling_code (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (countries); i++)
    if (strcmp (countries[i].calling_code, code) == 0)
      return &countries[i];
  return NULL;
}

const char *
crm_phone_default_calling_code (void)
{
  const char *const *names = g_get_language_names_with_category ("LC_MONETARY");

  for (guint i = 0; names[i] != NULL; i++)
    for (guint k = 0; k < G_N_ELEMENTS (countries); k++)
      if (strlen (names[i]) >= 5 && names[i][2] == '_' &&
          strncmp (names[i] + 3, countries[k].territory, 2) == 0)
        return countries[k].calling_code;
  return crm_locale_is_chinese () ? "86" : "1";
}

/* Where an extension starts, and how long its mark is. */
static const char *
find_extension (const char *text, gsize *mark_length)
{
  static const char *const marks[] = {
    ";ext=", "extension", "ext.", "ext", "分机", "转", "x", "#"
  };

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      const char *found = strstr (text, marks[i]);

      if (found != NULL && found != text)
        {
          *mark_length = strlen (marks[i]);
          return found;
        }
    }
  return NULL;
}

static gboolean
append_digits (GString *digits, const char *from, const char *end)
{
  for (const char *p = from; p < end; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c >= '0' && c <= '9')
        g_string_append_c (digits, (char) c);
      else if (c != 0 && strchr (" -.()/\t", c < 128 ? (int) c : 'A') == NULL && c != 0xA0 &&
               c != 0x2010 && c != 0x2011 && c != 0x2013 && c != 0x2212)
        return FALSE;
    }
  return TRUE;
}

char *
crm_phone_normalize (const char *typed, const char *calling_code)
{
  g_autofree char *folded = NULL, *lower = NULL;
  g_autoptr (GString) digits = g_string_new (NULL);
  g_autoptr (GString) extension = g_string_new (NULL);
  const char *start, *end, *ext;
  gsize mark_length = 0;
  gboolean international = FALSE;
  const Country *country;

  if (typed == NULL || !g_utf8_validate (typed, -1, NULL))
    return NULL;
  folded = g_utf8_normalize (typed, -1, G_NORMALIZE_ALL_COMPOSE);
  lower = g_utf8_strdown (folded, -1);
  start = g_strstrip (lower);
  if (g_str_has_prefix (start, "tel:"))
    start += 4;
  if (*start == '+')
    {
      international = TRUE;
      start++;
    }
  ext = find_extension (start, &mark_length);
  end = ext != NULL ? ext : start + strlen (start);
  if (!append_digits (digits, start, end))
    return NULL;
  if (ext != NULL && !append_digits (extension, ext + mark_length, ext + strlen (ext)))
    return NULL;

  /* Shorter ones are extensions or slips: nobody can be told apart by them. */
  if (digits->len < 5)
    return NULL;
  if (calling_code == NULL)
    calling_code = crm_phone_default_calling_code ();
  country = find_by_calling_code (calling_code);
  if (!international &&
      g_str_has_prefix (digits->str, country != NULL ? country->international : "00"))
    {
      g_string_erase (digits, 0, (gssize) strlen (country != NULL ? country->international : "00"));
      international = TRUE;
    }
  if (international)
    {
      /* "+44 (0)20…": the trunk zero is written although it is not dialled. */
      for (guint i = 0; i < G_N_ELEMENTS (countries); i++)
        {
          gsize n = strlen (countries[i].calling_code);

          if (g_strcmp0 (countries[i].trunk, "0") == 0 && strstr (start, "(0)") != NULL &&
              strncmp (digits->str, countries[i].calling_code, n) == 0 && digits->str[n] == '0')
            {
              g_string_erase (digits, (gssize) n, 1);
              break;
            }
        }
    }
  else
    {
      const char *trunk = country != NULL ? country->trunk : "0";

      /* North America's trunk "1" is the calling code; Chinese mobile numbers start with 1 and have none. */
      if (trunk != NULL && digits->len > 7 && g_str_has_prefix (digits->str, trunk) &&
          (strcmp (trunk, "1") != 0 || digits->len == 11))
        g_string_erase (digits, 0, 1);
      g_string_prepend (digits, calling_code);
    }
  if (digits->len > 15)
    return NULL;
  g_string_prepend_c (digits, '+');
  if (extension->len > 0)
    g_string_append_printf (digits, ";ext=%s", extension->str);
  return g_strdup (digits->str);
}
