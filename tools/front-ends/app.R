# An app that says which digit a picture shows, as somebody might write it. Tried by shiny.R.
library(shiny)
library(escnn)
example <- escnn_example()

ui <- fluidPage(
  lang = "en",
  fileInput("picture", "A picture of a digit (PNG)"),
  sliderInput("angle", "Turned by", 0, 270, 0, step = 90),
  textOutput("answer"),
  plotOutput("probabilities", height = "200px"),
  uiOutput("page"),
  tags$script(HTML(
    "$(document).on('shiny:idle', () => { document.documentElement.dataset.ready = true; });"
  ))
)

server <- function(input, output, session) {
  picture <- reactive({
    x <- if (is.null(input$picture)) {
      example$images[1, , , , drop = FALSE]
    } else {
      image_array(png::readPNG(input$picture$datapath))
    }
    rotate_images(x, input$angle)
  })
  scores <- reactive(predict(example, picture(), type = "prob"))
  output$answer <- renderText({
    paste0("It is a ", colnames(scores())[which.max(scores())], ", turned by ", input$angle)
  })
  output$probabilities <- renderPlot(
    plot(geometric_tensor(picture(), fitted_module(example)$in_type))
  )
  output$page <- renderUI(htmltools::as.tags(explore(example, images = picture())))
}
shinyApp(ui, server)
