/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes a chart into a picture or a file of figures, with the scene that also draws the screen. Main thread
 * (Pango's default font map belongs to the thread). */

#include "config.h"

#include "crm-chart-export.h"

#include "crm-chart-plot.h"
#include "crm-chart-table.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <gio/gio.h>
#include <math.h>
#include <pango/pangocairo.h>

#include <glib/gi18n-lib.h>

#define MARGIN    16.0
#define PNG_SCALE 2.0
#define LARGEST   8000.0

static const char *const suffixes[] = { "png", "svg", "pdf", "csv" };

const char *
crm_chart_file_format_get_suffix (CrmChartFileFormat format)
{
  g_return_val_if_fail (format < G_N_ELEMENTS (suffixes), NULL);
  return suffixes[format];
}

gboolean
crm_chart_file_format_from_suffix (const char *suffix, CrmChartFileFormat *format)
{
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_ascii_strcasecmp (suffixes[i], suffix) == 0)
      {
        *format = (CrmChartFileFormat) i;
        return TRUE;
      }
  return FALSE;
}

static cairo_status_t
append_to_array (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static PangoContext *
create_context (const PangoFontDescription *font)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  PangoFontDescription *own = font != NULL ? pango_font_description_copy (font)
                                           : pango_font_description_from_string ("Sans 11");

  if (pango_font_description_get_size (own) == 0)
    pango_font_description_set_size (own, 11 * PANGO_SCALE);
  pango_context_set_font_description (context, own);
  /* Metrics of the screen, so that file and screen break labels alike. */
  pango_cairo_context_set_resolution (context, 96);
  pango_font_description_free (own);
  return context;
}

/* Title and caption; returns where the chart begins. */
static double
draw_heading (cairo_t *cr, CrmChartModel *model, PangoContext *context,
              const CrmChartPalette *palette, double width)
{
  g_autoptr (CrmChartScene) heading = crm_chart_scene_create (palette, context, width, 100);
  CrmChartTextStyle style = { 10.5, CRM_CHART_TEXT_BOLD, palette->text, 0, 0, width - 2 * MARGIN };
  double y = MARGIN - 4;

  if (crm_chart_model_get_title (model) != NULL)
    {
      CrmChartItem *item = crm_chart_scene_get_item (
          heading,
          crm_chart_scene_add_text (heading, MARGIN, y, crm_chart_model_get_title (model), &style));

      y += item->box.height + 1;
    }
  style = crm_chart_scene_label_style (heading);
  style.points = 9;
  style.max_width = width - 2 * MARGIN;
  if (crm_chart_model_get_caption (model) != NULL)
    {
      CrmChartItem *item = crm_chart_scene_get_item (
          heading, crm_chart_scene_add_text (heading, MARGIN, y,
                                             crm_chart_model_get_caption (model), &style));

      y += item->box.height;
    }
  crm_chart_scene_draw (heading, cr);
  return y + (y > MARGIN ? 10 : 0);
}

static void
draw_picture (cairo_surface_t *surface, CrmChartModel *model, double scale, double width,
              double height, const PangoFontDescription *font)
{
  const CrmChartPalette *palette = crm_chart_palette_get (FALSE, FALSE);
  PangoContext *context = create_context (font);
  g_autoptr (CrmChartScene) scene = NULL;
  cairo_t *cr = cairo_create (surface);
  double top;

  cairo_scale (cr, scale, scale);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  pango_cairo_update_context (cr, context);
  pango_cairo_context_set_resolution (context, 96);
  top = draw_heading (cr, model, context, palette, width);
  scene = crm_chart_scene_new (model, palette, context, MAX (8, width - 2 * MARGIN),
                               MAX (8, height - top - MARGIN), NULL, FALSE);
  cairo_translate (cr, MARGIN, top);
  crm_chart_scene_draw (scene, cr);
  cairo_destroy (cr);
  g_object_unref (context);
}

static cairo_surface_t *
create_surface (CrmChartFileFormat format, GByteArray *out, double width, double height)
{
  if (format == CRM_CHART_FILE_SVG)
    {
      cairo_surface_t *svg =
          cairo_svg_surface_create_for_stream (append_to_array, out, width, height);

      cairo_svg_surface_set_document_unit (svg, CAIRO_SVG_UNIT_PX);
      return svg;
    }
  if (format == CRM_CHART_FILE_PDF)
    return cairo_pdf_surface_create_for_stream (append_to_array, out, width * 0.75, height * 0.75);
  return cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) ceil (width * PNG_SCALE),
                                     (int) ceil (height * PNG_SCALE));
}

GBytes *
crm_chart_export (CrmChartModel *model, CrmChartFileFormat format, double width, double height,
                  const PangoFontDescription *font, GError **error)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  cairo_surface_t *surface;
  cairo_status_t status;
  double scale = format == CRM_CHART_FILE_PNG ? PNG_SCALE : format == CRM_CHART_FILE_PDF ? 0.75 : 1;

  g_return_val_if_fail (CRM_IS_CHART_MODEL (model), NULL);
  if (format == CRM_CHART_FILE_CSV)
    {
      g_autoptr (CrmChartTable) table = crm_chart_table_new (model);

      return crm_chart_table_to_csv (table);
    }
  width = CLAMP (width, 40, LARGEST);
  height = CLAMP (height, 40, LARGEST);
  surface = create_surface (format, out, width, height);
  if (format == CRM_CHART_FILE_PDF && crm_chart_model_get_title (model) != NULL)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE,
                                    crm_chart_model_get_title (model));
  draw_picture (surface, model, scale, width, height, font);
  if (format == CRM_CHART_FILE_PNG)
    cairo_surface_write_to_png_stream (surface, append_to_array, out);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The picture could not be drawn: %s"),
                   cairo_status_to_string (status));
      return NULL;
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&out));
}
