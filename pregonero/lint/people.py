"""Names that people have in Mexico."""

#: Given names common in Mexico, of any age: without one, two capitals may be a place.
GIVEN = frozenset(
    "Abigail Abraham Abril Adán Adriana Adrián Agustín Aitana Alan Alberto Aldo Alejandra "
    "Alejandro Alexa Alexander Alexis Alfonso Alfredo Alicia Alma Alondra Amanda América Ana "
    "Andrea Andrés Ángel Ángela Angélica Antonia Antonio Ariadna Ariana Arturo Aurora Axel "
    "Azul Beatriz Benjamín Berenice Bernardo Brandon Braulio Brenda Brian Bruno Camila Carla "
    "Carlos Carmen Carolina Catalina Cecilia César Christian Citlali Claudia Cristian "
    "Cristina Cristóbal Damián Daniel Daniela Danna Dante David Diana Diego Dulce Edgar Edith "
    "Eduardo Elena Elías Elisa Elizabeth Emilia Emiliano Emilio Emma Emmanuel Enrique Erick "
    "Ernesto Esmeralda Esteban Estefanía Esther Eva Evelyn Fabián Fátima Felipe Fernanda "
    "Fernando Francisca Francisco Frida Gabriel Gabriela Gael Genaro Gerardo Giovanni Gloria "
    "Gonzalo Graciela Guadalupe Guillermo Gustavo Héctor Hugo Ian Ignacio Iker Iktan Irene "
    "Iris Irma Isaac Isabel Isabella Ismael Israel Itzel Iván Ixchel Jacobo Jaime Javier "
    "Jazmín Jesús Jimena Joaquín Jonathan Jorge José Josefina Joshua Josué Juan Juana Julia "
    "Julián Julieta Julio Karen Karla Karina Kevin Laura Leonardo Leonel Leticia Lía Lilia "
    "Liliana Lorena Lorenzo Lourdes Lucas Lucía Luis Luisa Luna Luz Magdalena Manuel Manuela "
    "Marcela Marco Marcos Margarita María Mariana Mariano Mario Marisol Marta Martha Martín "
    "Mateo Matías Mauricio Maximiliano Mayra Melanie Melissa Mercedes Mía Micaela Miguel "
    "Miranda Moisés Mónica Montserrat Nadia Naomi Natalia Nayeli Nicolás Nicole Noé Noemí "
    "Norma Octavio Olga Olivia Omar Óscar Pablo Paloma Pamela Paola Patricia Patricio Paula "
    "Paulina Pedro Perla Rafael Ramiro Ramón Raquel Raúl Rebeca Regina Renata René Ricardo "
    "Roberto Rocío Rodrigo Rogelio Romina Rosa Rosalía Rosario Rubén Salvador Samanta Samuel "
    "Sandra Santiago Santino Sara Saúl Sebastián Sergio Silvia Sofía Sonia Susana Tadeo Tania "
    "Teresa Tomás Uriel Valentina Valentino Valeria Vanessa Verónica Vicente Víctor Victoria "
    "Violeta Viridiana Wendy Xavier Ximena Xochitl Yahir Yamileth Yareli Yaretzi Yatziri "
    "Zoe".split()
)
